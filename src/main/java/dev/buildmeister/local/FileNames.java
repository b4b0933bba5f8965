package dev.buildmeister.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Object keys as paths that are names on every system, and back.
///
/// `a-z 0-9 _ -` stay, every other byte of UTF-8 becomes `%` and two lower-case hex digits: capital
/// letters too, because some systems take `App` and `app` for one, and dots, so that an ending
/// tells a file from a directory: the keys `a/b` and `a/b/c` can both be there. A segment longer
/// than [#CHUNK] goes on in a directory whose name ends in `+`. What Windows takes for a device has
/// its first letter escaped. So different keys never meet, nothing leaves the directory, and no
/// name begins with a dot.
final class FileNames {
  /// The longest piece of a name; systems allow 143 to 255, and an ending follows.
  static final int CHUNK = 120;

  private static final Pattern RESERVED = Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]");

  private FileNames() {}

  /// The file of a key.
  ///
  /// @param root the key's first segment is a directory or file in it
  /// @param ending with its dot: `.log`
  static Path path(Path root, String key, String ending) {
    String[] segments = key.split("/", -1);
    Path path = root;
    for (int i = 0; i < segments.length; i++) {
      List<String> names = encode(segments[i]);
      for (String name : names.subList(0, names.size() - 1)) {
        path = path.resolve(name + "+");
      }
      path = path.resolve(names.getLast() + (i == segments.length - 1 ? ending : ""));
    }
    return path;
  }

  /// The bytes that a file name without ending or `+` stands for, one in each char; names of others
  /// give something or other.
  static String decode(String name) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      boolean escape =
          name.charAt(i) == '%'
              && i + 2 < name.length()
              && HexFormat.isHexDigit(name.charAt(i + 1))
              && HexFormat.isHexDigit(name.charAt(i + 2));
      if (escape) {
        bytes.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        bytes.append(name.charAt(i));
      }
    }
    return bytes.toString();
  }

  /// A text as its bytes of UTF-8, one in each char, as [#decode] gives them.
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// [#bytes] back.
  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static List<String> encode(String segment) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
      String unit = plain ? String.valueOf((char) b) : escape(b);
      if (name.length() + unit.length() > CHUNK) {
        names.add(name.toString());
        name.setLength(0);
      }
      name.append(unit);
    }
    String last = name.toString();
    names.add(
        RESERVED.matcher(last).matches()
            ? escape((byte) last.charAt(0)) + last.substring(1)
            : last);
    return names;
  }

  private static String escape(byte b) {
    return "%" + HexFormat.of().toHexDigits(b);
  }
}
