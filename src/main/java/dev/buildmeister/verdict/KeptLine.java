package dev.buildmeister.verdict;

/// A line that may be stored later: most are replaced by newer ones first, so it is redacted only
/// when it is asked for. What it holds until then is bounded.
final class KeptLine {
  /// More than is stored, so that a secret at the end of what is stored is still whole.
  private static final int MAX_CHARS = 16 << 10;

  private String text;
  private boolean stored;

  /// The end of what is held may be half a secret, and comes into what is stored when longer ones
  /// before it are masked.
  private final Gap gap;

  KeptLine(LineView view) {
    this(view, MAX_CHARS);
  }

  /// @param maxChars how much of it is held
  KeptLine(LineView view, int maxChars) {
    String whole = view.text();
    this.text = whole.length() <= maxChars ? whole : whole.substring(0, maxChars);
    this.gap = whole.length() <= maxChars ? Gap.NONE : Gap.END;
    if (view.isHidden()) {
      this.text = view.stored();
      this.stored = true;
    }
  }

  /// The line as it is stored.
  String stored() {
    if (!stored) {
      text = new LineView(text, false, gap).stored();
      stored = true;
    }
    return text;
  }
}
