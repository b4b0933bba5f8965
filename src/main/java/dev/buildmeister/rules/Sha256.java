package dev.buildmeister.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names for texts: the beginning of their SHA-256.
public final class Sha256 {
  private Sha256() {}

  /// The first digits of the hash of a text's UTF-8.
  ///
  /// @param digits how many lower-case hex digits, even, at most 64
  public static String hex(String text, int digits) {
    return hex(text.getBytes(StandardCharsets.UTF_8), digits);
  }

  /// The first digits of the hash of some bytes.
  ///
  /// @param digits how many lower-case hex digits, even, at most 64
  public static String hex(byte[] bytes, int digits) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, digits / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
