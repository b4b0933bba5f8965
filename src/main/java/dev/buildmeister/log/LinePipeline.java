package dev.buildmeister.log;

import dev.buildmeister.job.Outcome;

/// Takes raw lines, hands out clean ones: prefix, streams, cleaning, step.
final class LinePipeline implements RawLines, LineCleaner.Markers {
  private final LineSink sink;
  private final int lineBytes;
  private final Prefix prefix = new Prefix();
  private final LineCleaner cleaner;
  private final StreamJoiner joiner;
  private final StepFinder steps = new StepFinder();
  private final OutcomeFinder outcome = new OutcomeFinder();

  /// How many line feeds came so far.
  private long ended;

  /// How many bytes of log came before the line that is now taken.
  private long offset;

  /// Number of the line that comes in parts.
  private long partsNumber;

  private boolean lineCut;
  private boolean seam;
  private boolean endMissing;

  /// @param joinBytes for how many bytes of log an unfinished line of a stream is held
  LinePipeline(LineSink sink, int lineBytes, long joinBytes) {
    this.sink = sink;
    this.lineBytes = lineBytes;
    this.cleaner = new LineCleaner(lineBytes, this);
    this.joiner = new StreamJoiner(joinBytes, this::joined);
  }

  StepFinder steps() {
    return steps;
  }

  /// How many line feeds came so far, those of lines that were passed over too.
  long lineFeeds() {
    return ended;
  }

  /// Whether a line lost its middle.
  boolean hasCutLine() {
    return lineCut;
  }

  /// The middle of the line that is taken now is missing; it stays the last one.
  void seam() {
    seam = true;
    lineCut = true;
  }

  /// The line that is taken now does not end where it ends here, nor do those that are held.
  void endIsMissing() {
    endMissing = true;
  }

  /// Lines are passed over here: what is open ends.
  void passOver(long lineFeeds) {
    joiner.flush();
    steps.gap();
    outcome.gap();
    ended += lineFeeds;
    endMissing = false;
    sink.passedOver();
  }

  /// What the log says of its job's end, once it has ended.
  ///
  /// @param whole whether its end was read
  Outcome outcome(boolean whole) {
    return outcome.outcome(steps.rules(), steps.steps(), whole);
  }

  /// The log has ended.
  void finish() {
    joiner.flush();
    steps.end();
  }

  @Override
  public void line(
      byte[] bytes, int from, int to, int firstRare, int tab1, int tab2, boolean hasLf) {
    long number = ended + 1;
    prefix.find(bytes, from, to, number == 1, tab1, tab2);
    Prefix.Kind kind = prefix.kind();
    if (kind == Prefix.Kind.GITLAB || joiner.isHolding()) {
      toJoiner(number, bytes, to, firstRare);
    } else {
      plainOrCleaned(number, kind, bytes, prefix.end(), to, firstRare);
    }
    lineEnded(to - from, hasLf);
  }

  @Override
  public void beginParts(byte[] bytes, int from, int to, int tab1, int tab2) {
    partsNumber = ended + 1;
    prefix.find(bytes, from, to, partsNumber == 1, tab1, tab2);
    joiner.expire(partsNumber, offset);
    // A line in parts is longer than any is held for, so of those held only the one it continues
    // matters; all before it have to be handed out first.
    boolean continues = prefix.kind() == Prefix.Kind.GITLAB && prefix.isContinuation();
    StreamJoiner.Held held = joiner.takeOpen(continues ? prefix.stream() : StreamJoiner.NO_STREAM);
    partsNumber = held == null ? partsNumber : held.number();
    beginSteps(partsNumber, prefix.kind(), bytes);
    cleaner.begin();
    int start = prefix.end();
    if (held != null) {
      cleaner.feed(held.text(), 0, held.length());
      if (Bytes.isContinuation(bytes[start])) {
        cleaner.feed(Utf8.REPLACEMENT, 0, Utf8.REPLACEMENT.length); // see StreamJoiner
        start++;
      }
    }
    cleaner.feed(bytes, start, to);
    offset += to - from;
  }

  @Override
  public void part(byte[] bytes, int from, int to) {
    cleaner.feed(bytes, from, to);
    offset += to - from;
  }

  @Override
  public void endParts(boolean hasLf) {
    cleaned(partsNumber);
    lineEnded(0, hasLf);
  }

  @Override
  public void marker(String marker) {
    steps.marker(marker);
  }

  @Override
  public void buildkiteTime() {
    steps.buildkiteTime();
  }

  private void lineEnded(int length, boolean hasLf) {
    offset += length;
    if (hasLf) {
      offset++;
      ended++;
    }
  }

  private void toJoiner(long number, byte[] bytes, int to, int firstRare) {
    joiner.expire(number, offset);
    switch (prefix.kind()) {
      case GITLAB ->
          joiner.add(
              number,
              offset,
              prefix.stream(),
              prefix.isContinuation(),
              bytes,
              prefix.end(),
              to,
              firstRare >= 0);
      case NONE ->
          joiner.add(
              number,
              offset,
              StreamJoiner.NO_STREAM,
              false,
              bytes,
              prefix.end(),
              to,
              firstRare >= 0);
      case GITHUB, COLUMNS, TIME -> {
        joiner.flush();
        plainOrCleaned(number, prefix.kind(), bytes, prefix.end(), to, firstRare);
      }
    }
  }

  private void joined(StreamJoiner.Held line) {
    int firstRare = line.isRare() ? 0 : -1;
    plainOrCleaned(line.number(), line.kind(), line.text(), 0, line.length(), firstRare);
  }

  private void plainOrCleaned(
      long number, Prefix.Kind kind, byte[] bytes, int from, int to, int firstRare) {
    beginSteps(number, kind, bytes);
    int end = to;
    while (end > from && bytes[end - 1] == Bytes.CR) {
      end--;
    }
    if ((firstRare < 0 || firstRare >= end) && end - from <= lineBytes) {
      plain(number, bytes, from, end);
    } else {
      cleaner.begin();
      cleaner.feed(bytes, from, to);
      cleaned(number);
    }
  }

  private void beginSteps(long number, Prefix.Kind kind, byte[] bytes) {
    steps.begin(number, kind);
    if (kind == Prefix.Kind.COLUMNS) {
      steps.columns(bytes, prefix.columnsFrom(), prefix.columnsTab(), prefix.columnsTo());
    }
  }

  /// A line in which nothing has to be removed: what the cleaner would make of it, at no cost.
  private void plain(long number, byte[] bytes, int from, int to) {
    int end = to;
    if (from < to) {
      byte first = bytes[from];
      if (Bytes.isBlank(first) && Bytes.isBlank(bytes, from, to)) {
        end = from;
      } else if ((first == 't' || first == 's') && MarkerText.start(bytes, from, to, false) >= 0) {
        steps.marker(MarkerText.text(bytes, from, to));
        end = from;
      }
    }
    handOut(number, bytes, from, end, false);
  }

  private void cleaned(long number) {
    cleaner.finish();
    lineCut |= cleaner.isCut();
    handOut(number, cleaner.buffer(), 0, cleaner.length(), cleaner.isCut());
  }

  private void handOut(long number, byte[] buffer, int from, int to, boolean cut) {
    int step = steps.line(buffer, from, to);
    outcome.line(steps.rules(), steps.isInStep(), buffer, from, to);
    if (cut || seam || endMissing) {
      sink.incomplete(endMissing);
    }
    sink.line(number, step, buffer, from, to);
  }
}
