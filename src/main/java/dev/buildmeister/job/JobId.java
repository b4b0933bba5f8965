package dev.buildmeister.job;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The identity of one run of one CI job, the same for every provider.
///
/// Keys built from it name objects and rows, so a part that could climb out of its place (`..`,
/// empty segments, control characters, back-slashes) is refused here, once, for all stores.
///
/// @param host where the job ran, lower case: `github.com`, `gitlab.com`, `circleci.com`, or a
///   self-managed host
/// @param path the repository or project, one or more segments joined by `/`: `acme/app`
/// @param id what the provider calls the job, without a slash: `42`, `42.1` (CircleCI: build and
///   container), `run-77-1` (a run that failed at start-up)
public record JobId(String host, String path, String id) {
  /// The host whose jobs have keys without a host part.
  public static final String DEFAULT_HOST = "github.com";

  /// The longest item key, in bytes of UTF-8; an S3 key holds 1,024 and ours has a prefix.
  public static final int MAX_KEY_BYTES = 900;

  /// Control and format characters (bidirectional marks among them), line separators, lone
  /// surrogates: nothing that a name has, and what breaks keys, terminals and pages.
  private static final String HIDDEN = "\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}";

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?");
  private static final Pattern SEGMENT = Pattern.compile("[^" + HIDDEN + "/\\\\!?#*\"<>|]++");

  /// @throws IllegalArgumentException naming the part that is not allowed
  public JobId {
    if (!HOST.matcher(host).matches() || host.contains("..")) {
      throw bad("host", host, "a host name in lower case, such as github.com");
    }
    for (String segment : path.split("/", -1)) {
      checkSegment("path", path, segment);
    }
    checkSegment("id", id, id);
    int bytes = keyOf(host, path, id).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "job key is " + bytes + " bytes, the limit is " + MAX_KEY_BYTES + ": " + shorten(path));
    }
  }

  /// The key of the job's item: `{path}/{id}` for github.com, else `{host}!{path}/{id}`.
  public String itemKey() {
    return keyOf(host, path, id);
  }

  /// Where the job's finished log lies: `log/{item key}`.
  public String logKey() {
    return "log/" + itemKey();
  }

  /// Where the log of a job that still runs lies: `temp_logs/{item key}`.
  public String tempLogKey() {
    return "temp_logs/" + itemKey();
  }

  /// Where the scan record lies: `scan/{item key}`.
  public String scanKey() {
    return "scan/" + itemKey();
  }

  /// Reads an item key back.
  ///
  /// @throws IllegalArgumentException if it is not `[host!]path/id`
  public static JobId parse(String itemKey) {
    int bang = itemKey.indexOf('!');
    String host = bang < 0 ? DEFAULT_HOST : itemKey.substring(0, bang);
    String rest = itemKey.substring(bang + 1);
    int slash = rest.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "job key '" + shorten(itemKey) + "' has no '/'; expected [host!]owner/repo/id");
    }
    return new JobId(host, rest.substring(0, slash), rest.substring(slash + 1));
  }

  /// The key itself.
  @Override
  public String toString() {
    return itemKey();
  }

  private static String keyOf(String host, String path, String id) {
    String key = path + "/" + id;
    return host.equals(DEFAULT_HOST) ? key : host + "!" + key;
  }

  private static void checkSegment(String part, String whole, String segment) {
    if (segment.equals(".") || segment.equals("..") || !SEGMENT.matcher(segment).matches()) {
      throw bad(part, whole, "segments without control characters, '\\', '!' or '..'");
    }
  }

  private static IllegalArgumentException bad(String part, String value, String expected) {
    return new IllegalArgumentException(
        "job " + part + " '" + shorten(value) + "' is not allowed; expected " + expected);
  }

  /// The text for a message: without hidden characters, and not long.
  public static String shorten(String text) {
    String clean = text.replaceAll("[" + HIDDEN + "]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
  }
}
