package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The cleaning of lines as the design says it, on strings, without a thought for speed: decode,
/// byte order mark, prefix, escape sequences, CRs.
final class ReferenceCleaner {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z";
  private static final String MARKED_TIME = "(?:\ufeff|∩╗┐|ï»¿)?" + TIME + "(?: |(?=\r|$))";
  private static final Pattern GITHUB = pattern("^" + MARKED_TIME);
  private static final Pattern COLUMNS = pattern("^([^\t]*\t[^\t]*\t)" + MARKED_TIME);
  private static final Pattern OTHER =
      pattern(
          "^(?:\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} \\| "
              + "|\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\] "
              + "|(?:\u001b\\[[0-9;]{0,10}m)?(?:INFO|WARN|ERRO|FATA|DEBU)(?:\u001b\\[[0-9;]{0,10}m)?"
              + "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\] )");
  private static final Pattern SEQUENCE =
      pattern(
          "\u001b[\\]PX^_][^\u0007\u001b\r\u0080-\u009f]*(?:\u0007|\u001b\\\\|\u009c)"
              + "|\u001b[\\]PX^_]"
              + "|(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]?"
              + "|\u001b[ -/]*[0-~]?"
              + "|[\u0080-\u009f]"
              + "|_bk;t=[0-9]{1,20}\u0007");
  private static final String MARKER =
      "(?:travis_fold:(?:start|end):[\\w.:/@+=~#%,()-]+|travis_time:start:[0-9a-zA-Z]+"
          + "|travis_time:end:[0-9a-zA-Z]+(?::[0-9a-zA-Z_=,.:-]*)?"
          + "|section_(?:start|end):[0-9]+:[A-Za-z0-9_.-]+(?:\\[[!-~]*\\])?)";
  private static final Pattern WHOLE_MARKER = pattern("^" + MARKER + "$");
  private static final Pattern LAST_MARKER = pattern("(?:travis|section)_[!-~]*$");

  private String columns = "\n"; // stands in no line

  /// The cleaned lines of a log without GitLab's joined lines, without a limit.
  List<String> lines(byte[] log) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= log.length; i++) {
      if (i == log.length ? start < i : log[i] == '\n') {
        lines.add(line(Arrays.copyOfRange(log, start, i), start == 0));
        start = i + 1;
      }
    }
    return lines;
  }

  String line(byte[] raw, boolean first) {
    String text = new String(raw, StandardCharsets.UTF_8);
    if (first && text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    return clean(withoutPrefix(text));
  }

  private String withoutPrefix(String text) {
    for (Pattern each : List.of(GITHUB, OTHER)) {
      Matcher prefix = each.matcher(text);
      if (prefix.find()) {
        return text.substring(prefix.end());
      }
    }
    Matcher withColumns = COLUMNS.matcher(text);
    if (withColumns.find()) {
      columns = withColumns.group(1);
      return text.substring(withColumns.end());
    }
    return text.startsWith(columns) ? text.substring(columns.length()) : text;
  }

  static String clean(String text) {
    String[] pieces =
        SEQUENCE.matcher(text.replaceFirst("\r+$", "")).replaceAll("").split("\r", -1);
    String result = "";
    for (int i = 0; i < pieces.length; i++) {
      String piece = withoutMarker(pieces[i], i < pieces.length - 1);
      if (!piece.matches("[ \t\u000b\f]*")) {
        result = piece;
      }
    }
    return result;
  }

  private static String withoutMarker(String piece, boolean overwritten) {
    if (!overwritten) {
      return WHOLE_MARKER.matcher(piece).find() ? "" : piece;
    }
    String rest = piece;
    Matcher last = LAST_MARKER.matcher(piece);
    // The shortest end of the piece that is a marker is taken off.
    for (int at = 0; last.find(at); at = last.start() + 1) {
      if (WHOLE_MARKER.matcher(piece.substring(last.start())).find()) {
        rest = piece.substring(0, last.start());
      }
    }
    return rest;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}
