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
    String whole = view.text();
    this.text = whole.length() <= MAX_CHARS ? whole : whole.substring(0, MAX_CHARS);
    this.gap = whole.length() <= MAX_CHARS ? Gap.NONE : Gap.END;
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
