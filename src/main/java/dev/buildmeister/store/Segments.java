package dev.buildmeister.store;

import dev.buildmeister.rules.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Any text as a file name and part of an address, see [ViewStore#segment].
final class Segments {
  private static final int LONGEST = 120;
  private static final int KEPT = 80;

  private static final Pattern RESERVED = Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]");

  private Segments() {}

  static String of(String text) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = Texts.wellFormed(text).getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
      if (plain) {
        name.append((char) b);
      } else {
        name.append('~').append(HexFormat.of().toHexDigits(b));
      }
    }
    if (name.isEmpty()) {
      return "~";
    }
    if (RESERVED.matcher(name).matches()) {
      // Windows takes these for devices, whatever ending follows.
      name.replace(0, 1, "~" + HexFormat.of().toHexDigits((byte) name.charAt(0)));
    }
    return name.length() <= LONGEST
        ? name.toString()
        : name.substring(0, KEPT) + "~~" + Sha256.hex(bytes, 32);
  }
}
