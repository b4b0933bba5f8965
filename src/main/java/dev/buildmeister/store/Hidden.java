package dev.buildmeister.store;

/// Characters that take part in how others are shown instead of being shown: one set for what is
/// printed and for what is written as JSON.
public final class Hidden {
  private Hidden() {}

  /// Whether a character is one of them.
  ///
  /// Unicode 16, sections 23.2 to 23.9: zero-width and direction marks, line and paragraph
  /// separator, embeddings, isolates, invisible operators, the byte order mark, interlinear marks,
  /// tags. U+200D stays: emoji are joined by it, and it hides nothing.
  public static boolean isHidden(int codePoint) {
    return codePoint == 0x061c
        || codePoint == 0x200b
        || codePoint == 0x200c
        || codePoint == 0x200e
        || codePoint == 0x200f
        || (codePoint >= 0x2028 && codePoint <= 0x202e)
        || (codePoint >= 0x2060 && codePoint <= 0x206f)
        || codePoint == 0xfeff
        || (codePoint >= 0xfff9 && codePoint <= 0xfffb)
        || (codePoint >= 0xe0000 && codePoint <= 0xe007f);
  }
}
