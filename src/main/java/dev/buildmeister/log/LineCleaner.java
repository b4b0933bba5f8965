package dev.buildmeister.log;

import java.util.Arrays;

/// Cleans one line after the other, byte by byte, in bounded memory: removes escape sequences and
/// C1 controls, and of the pieces between CRs keeps the last that is not blank.
///
/// What a sequence is follows ECMA-48 and the terminals: CSI (`ESC [` or U+009B), strings (OSC,
/// DCS, APC, PM, SOS, ended by BEL or ST), other sequences (`ESC`, intermediate bytes, one final
/// byte). A sequence that is not finished takes only the bytes that could belong to it; of a string
/// without an end only the introducer goes. The result is that of decoding first and cleaning
/// afterwards.
///
/// Longer than a class should be, because it is one state machine whose states belong together.
final class LineCleaner {
  /// Is told of what stands in a line but is no text.
  interface Markers {
    /// A fold, time or section marker: the whole of it, without the CR that ends it.
    void marker(String marker);

    /// A Buildkite time stamp was removed.
    void buildkiteTime();
  }

  private enum State {
    TEXT,
    AFTER_CR,
    AFTER_C2,
    AFTER_ESC,
    ESC_INTERMEDIATE,
    CSI_PARAMETERS,
    CSI_INTERMEDIATE,
    STRING,
    STRING_ESC,
    STRING_C2
  }

  /// The longest string sequence that is removed; a longer one is text without its introducer.
  static final int MAX_STRING_BYTES = 1 << 16;

  private static final byte[] TIME = Bytes.ascii("_bk;t=");
  private static final int MAX_TIME_DIGITS = 20;
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (byte b : new byte[] {Bytes.ESC, Bytes.CR, Bytes.C2, Bytes.BEL}) {
      SPECIAL[b & 0xff] = true;
    }
  }

  private final int lineBytes;
  private final Markers markers;
  private Piece piece;
  private Piece lastPiece;
  private State state = State.TEXT;
  private boolean afterRemoval;

  /// Length of the piece at the last removal: what was removed in between parts a time stamp.
  private long lastRemoval;

  private byte[] string = new byte[256];
  private int stringLength;
  private byte[] cutLine = new byte[0];
  private byte[] buffer = cutLine;
  private int length;
  private boolean cut;

  LineCleaner(int lineBytes, Markers markers) {
    this.lineBytes = lineBytes;
    this.markers = markers;
    this.piece = new Piece(lineBytes);
    this.lastPiece = new Piece(lineBytes);
  }

  /// Begins a line.
  void begin() {
    piece.clear();
    lastPiece.clear();
    state = State.TEXT;
    afterRemoval = false;
    lastRemoval = 0;
  }

  /// Takes the next bytes of the line, no LF among them.
  void feed(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (state == State.TEXT) {
        int run = i;
        while (run < to && !SPECIAL[bytes[run] & 0xff]) {
          run++;
        }
        text(bytes, i, run);
        i = run;
        if (i < to) {
          special(bytes[i++]);
        }
      } else if (take(bytes[i])) {
        i++;
      }
    }
  }

  /// Ends the line; the cleaned one is in [#buffer] from 0 to [#length] until the next begins.
  void finish() {
    endSequence();
    if (state == State.AFTER_CR) {
      endPiece(false);
    } else {
      removeMarker(false);
    }
    Piece result = piece.isBlank() ? lastPiece : piece;
    cut = result.isCut();
    if (cut) {
      if (cutLine.length == 0) {
        cutLine = new byte[lineBytes + Piece.ELLIPSIS.length];
      }
      buffer = cutLine;
      length = result.writeCut(cutLine);
    } else {
      buffer = result.data();
      length = (int) result.length();
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /// Whether the line lost its middle.
  boolean isCut() {
    return cut;
  }

  private void text(byte[] bytes, int from, int to) {
    int start = from;
    if (afterRemoval && from < to) {
      afterRemoval = false;
      if (Bytes.isContinuation(bytes[from])) {
        // Bytes on either side of what was removed must not become one character.
        piece.append(Utf8.REPLACEMENT, 0, Utf8.REPLACEMENT.length);
        start++;
      }
    }
    piece.append(bytes, start, to);
  }

  private void textByte(byte b) {
    afterRemoval = false; // only asked for bytes that continue nothing
    piece.append(b);
  }

  private void special(byte b) {
    switch (b) {
      case Bytes.ESC -> state = State.AFTER_ESC;
      case Bytes.CR -> state = State.AFTER_CR;
      case Bytes.C2 -> state = State.AFTER_C2;
      default -> bell();
    }
  }

  /// A BEL is text unless it ends a Buildkite time stamp that lost its ESC.
  private void bell() {
    int digits = 0;
    long room = piece.length() - lastRemoval;
    while (digits < Math.min(room, MAX_TIME_DIGITS) && Bytes.isDigit(piece.last(digits + 1))) {
      digits++;
    }
    boolean time = digits > 0 && room >= digits + TIME.length;
    for (int i = 0; time && i < TIME.length; i++) {
      time = piece.last(digits + TIME.length - i) == TIME[i];
    }
    if (time) {
      piece.dropLast(digits + TIME.length);
      markers.buildkiteTime();
      removed(State.TEXT);
    } else {
      textByte(Bytes.BEL);
    }
  }

  /// One byte in any state but TEXT; false if it is to be taken again in the state reached.
  private boolean take(byte b) {
    return switch (state) {
      case TEXT -> false;
      case AFTER_CR -> afterCr(b);
      case AFTER_C2 -> afterC2(b);
      case AFTER_ESC -> afterEsc(b);
      case ESC_INTERMEDIATE -> in(b, 0x20, 0x2f) || endOfSequence(b, 0x30);
      case CSI_PARAMETERS -> {
        if (in(b, 0x20, 0x2f)) {
          state = State.CSI_INTERMEDIATE;
          yield true;
        }
        yield in(b, 0x30, 0x3f) || endOfSequence(b, 0x40);
      }
      case CSI_INTERMEDIATE -> in(b, 0x20, 0x2f) || endOfSequence(b, 0x40);
      case STRING -> string(b);
      case STRING_ESC -> stringEsc(b);
      case STRING_C2 -> stringC2(b);
    };
  }

  private static boolean in(byte b, int low, int high) {
    return b >= low && b <= high;
  }

  /// The final byte belongs to the sequence; any other byte ends it and is text.
  private boolean endOfSequence(byte b, int lowestFinal) {
    removed(State.TEXT);
    return in(b, lowestFinal, 0x7e);
  }

  private void removed(State following) {
    afterRemoval = true;
    lastRemoval = piece.length();
    state = following;
  }

  private boolean afterCr(byte b) {
    if (b == Bytes.CR) {
      return true;
    }
    endPiece(true);
    state = State.TEXT;
    return false;
  }

  private boolean afterC2(byte b) {
    if (b < (byte) 0xa0) { // 80 to 9f, as signed bytes
      removed(b == (byte) 0x9b ? State.CSI_PARAMETERS : State.TEXT);
      return true;
    }
    textByte(Bytes.C2);
    state = State.TEXT;
    return false;
  }

  private boolean afterEsc(byte b) {
    switch (b) {
      case '[' -> removed(State.CSI_PARAMETERS);
      case ']', 'P', 'X', '^', '_' -> {
        stringLength = 0;
        removed(State.STRING);
        addToString(b);
      }
      default -> {
        if (!in(b, 0x20, 0x2f)) {
          return endOfSequence(b, 0x30);
        }
        removed(State.ESC_INTERMEDIATE);
      }
    }
    return true;
  }

  private boolean string(byte b) {
    switch (b) {
      case Bytes.BEL -> endString();
      case Bytes.ESC -> state = State.STRING_ESC;
      case Bytes.C2 -> state = State.STRING_C2;
      case Bytes.CR -> {
        stringIsText();
        return false;
      }
      default -> {
        if (stringLength > MAX_STRING_BYTES) {
          stringIsText();
          return false;
        }
        addToString(b);
      }
    }
    return true;
  }

  private boolean stringEsc(byte b) {
    if (b == '\\') {
      endString();
      return true;
    }
    stringIsText();
    state = State.AFTER_ESC;
    return false;
  }

  private boolean stringC2(byte b) {
    if (b == (byte) 0x9c) {
      endString();
      return true;
    }
    if (b < (byte) 0xa0) {
      stringIsText();
      state = State.AFTER_C2;
      return false;
    }
    addToString(Bytes.C2);
    state = State.STRING;
    return false;
  }

  /// The byte that says which string it is comes first.
  private void addToString(byte b) {
    if (stringLength == string.length) {
      string = Arrays.copyOf(string, 2 * stringLength);
    }
    string[stringLength++] = b;
  }

  private void endString() {
    if (Bytes.startsWith(string, 0, stringLength, TIME)) {
      markers.buildkiteTime();
    }
    removed(State.TEXT);
  }

  private void stringIsText() {
    state = State.TEXT;
    text(string, 1, stringLength);
  }

  /// What an open sequence leaves behind at the end of the line.
  private void endSequence() {
    switch (state) {
      case AFTER_C2 -> textByte(Bytes.C2);
      case STRING, STRING_ESC -> stringIsText();
      case STRING_C2 -> {
        stringIsText();
        textByte(Bytes.C2);
      }
      case TEXT, AFTER_CR, AFTER_ESC, ESC_INTERMEDIATE, CSI_PARAMETERS, CSI_INTERMEDIATE -> {}
    }
  }

  private void endPiece(boolean overwritten) {
    removeMarker(overwritten);
    if (!piece.isBlank()) {
      Piece swap = lastPiece;
      lastPiece = piece;
      piece = swap;
    }
    piece.clear();
    afterRemoval = false;
    lastRemoval = 0;
  }

  private void removeMarker(boolean overwritten) {
    if (piece.isWhole() && !piece.isBlank()) {
      int end = (int) piece.length();
      int start = MarkerText.start(piece.data(), 0, end, overwritten);
      if (start >= 0) {
        markers.marker(MarkerText.text(piece.data(), start, end));
        piece.truncate(start);
      }
    }
  }
}
