package dev.buildmeister.scan;

import com.google.re2j.Matcher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks all patterns of a set of one line after another. Not thread-safe.
///
/// The reference form of a line is its bytes decoded as UTF-8 with replacement, and the answers are
/// those of re2j on that text. A prefilter over the bytes tells first which patterns may match at
/// all; a line that none may match costs one walk over its bytes and no memory. Those that may are
/// sieved, see [Sieve], and what is left is searched: short lines of ASCII by [PlainSearch], others
/// by re2j. A pattern that is nothing but literals is not asked at all, unless for its groups. Each
/// pattern is asked at most once a line, so the time is linear in the line's length whatever it
/// holds.
public final class Scanner implements AutoCloseable {
  // So many literals found in the wrong case are looked at closely on one line; from then on the
  // case is taken as right, and re2j tells.
  private static final int MAX_CASE_CHECKS = 1_024;
  private static final byte[] NO_LINE = {};

  // Of all sieves together. A state takes about half a kilobyte.
  private static final int MAX_SIEVE_STATES = 16_384;

  private final PatternSet set;
  private final List<Plan> plans;
  private final int[] always;
  private final LineStarts starts;
  private final @Nullable LiteralAutomaton literals;
  private final Candidates candidates;

  // By first byte of the line: the patterns that cannot match there.
  private final List<Candidates> barredBy;

  // By output of the automaton: the line on which nothing is left to learn from it.
  private final long[] doneOnLine;
  private long lines;
  private int caseChecks;

  // By pattern, made when it is first asked.
  private final @Nullable Sieve[] sieves;
  private final Sieve.Room room = new Sieve.Room(MAX_SIEVE_STATES);

  private final int[] hits;
  private final @Nullable Matcher[] matchers;
  private final int[] @Nullable [] found;
  private int hitCount;

  private Candidates barred;
  private byte[] line = NO_LINE;
  private int lineFrom;
  private int lineTo;
  private @Nullable String text;
  private boolean plainKnown;
  private boolean plain;
  private final PlainSearch plainSearch = new PlainSearch();

  private long bytesWalked;
  private long outputsVisited;
  private long searches;

  Scanner(PatternSet set) {
    Prefilter prefilter = set.prefilter();
    this.set = set;
    this.plans = prefilter.plans();
    this.always = prefilter.always().stream().mapToInt(Integer::intValue).toArray();
    this.starts = prefilter.starts();
    this.literals = prefilter.literals();
    this.candidates = new Candidates(set.size());
    this.barredBy = prefilter.barredBy();
    this.barred = barredBy.getFirst();
    this.doneOnLine = new long[literals == null ? 0 : literals.outputs()];
    this.sieves = new @Nullable Sieve[set.size()];
    this.hits = new int[set.size()];
    this.found = new int[set.size()] @Nullable [];
    this.matchers = new @Nullable Matcher[set.size()];
  }

  /// Scans one cleaned line, `line[from..to)`, without its line end.
  ///
  /// The bytes must not change until the hits and [#text] have been asked for.
  ///
  /// @return how many patterns hit; what they are is told until the next call
  public int scan(byte[] line, int from, int to) {
    forget();
    this.line = line;
    this.lineFrom = from;
    this.lineTo = to;
    lines++;
    for (int pattern : always) {
      candidates.add(pattern);
    }
    starts.addTo(candidates, line, from, to);
    if (literals != null && from < to) {
      barred = barredBy.get(line[from] & 0xFF);
      walk(literals, line, from, to);
    }
    while (!candidates.isEmpty()) {
      search(candidates.removeLowest());
    }
    return hitCount;
  }

  /// The log has ended: what was learnt of the patterns serves the next one. The scanner is not to
  /// be used any more, its last hits neither.
  @Override
  public void close() {
    set.giveBack(this);
  }

  /// Lets go of the last line.
  void forgetLine() {
    forget();
    line = NO_LINE;
    lineFrom = 0;
    lineTo = 0;
  }

  /// Whether it has room for much that it has not seen yet.
  boolean canLearn() {
    return room.states() > MAX_SIEVE_STATES / 2;
  }

  private void forget() {
    // Matchers hold on to a line's text.
    Arrays.fill(matchers, 0, hitCount, null);
    Arrays.fill(found, 0, hitCount, null);
    plainKnown = false;
    hitCount = 0;
    text = null;
    caseChecks = 0;
  }

  private void walk(LiteralAutomaton literals, byte[] line, int from, int to) {
    int at = from;
    int row = 0;
    while (at < to) {
      long reached = literals.walk(line, at, to, row);
      at = (int) (reached >>> 32);
      row = (int) reached;
      int output = literals.output(row);
      if (output >= 0 && doneOnLine[output] != lines) {
        visit(literals, output, line, at);
      }
    }
    bytesWalked += at - from;
  }

  private void visit(LiteralAutomaton literals, int first, byte[] line, int end) {
    boolean done = true;
    for (int output = first;
        output >= 0 && doneOnLine[output] != lines;
        output = literals.shorter(output)) {
      outputsVisited++;
      for (int literal = literals.firstLiteral(output);
          literal >= 0;
          literal = literals.nextLiteral(literal)) {
        done &= take(literals, literal, line, end);
      }
    }
    if (done) {
      doneOnLine[first] = lines;
    }
  }

  // Whether the literal's pattern is a candidate from now on.
  private boolean take(LiteralAutomaton literals, int literal, byte[] line, int end) {
    int pattern = literals.pattern(literal);
    if (candidates.contains(pattern) || barred.contains(pattern)) {
      return true;
    }
    if (literals.isCased(literal)
        && caseChecks < MAX_CASE_CHECKS
        && !literals.isThere(literal, line, end)) {
      caseChecks++;
      return false;
    }
    candidates.add(pattern);
    return true;
  }

  private void search(int pattern) {
    if (isCertain(plans.get(pattern)) || (mayMatch(pattern) && ask(pattern, hitCount))) {
      hits[hitCount++] = pattern;
    }
  }

  // Whether the pattern matches; where is kept for the hit.
  private boolean ask(int pattern, int hit) {
    searches++;
    TextPattern asked = set.pattern(pattern);
    ByteProgram program = set.program(pattern).orElse(null);
    if (program != null && isPlainLine() && PlainSearch.isFor(program, lineTo - lineFrom)) {
      found[hit] = plainSearch.find(program, asked.groupCount(), line, lineFrom, lineTo);
      return found[hit] != null;
    }
    matchers[hit] = asked.search(text());
    return matchers[hit] != null;
  }

  // Whether each byte of the line is a character of ASCII, and none a line feed.
  private boolean isPlainLine() {
    if (!plainKnown) {
      plainKnown = true;
      plain = true;
      for (int i = lineFrom; plain && i < lineTo; i++) {
        plain = line[i] >= 0 && line[i] != '\n';
      }
    }
    return plain;
  }

  private boolean mayMatch(int pattern) {
    Sieve sieve = sieves[pattern];
    if (sieve == null) {
      ByteProgram program = set.program(pattern).orElse(null);
      if (program == null) {
        return true;
      }
      sieve = new Sieve(program, room);
      sieves[pattern] = sieve;
    }
    return sieve.mayMatch(line, lineFrom, lineTo);
  }

  // Whether a literal that was found says all, and was not taken in any case for want of time.
  private boolean isCertain(Plan plan) {
    return plan.exact() && (plan.anyCase() || caseChecks < MAX_CASE_CHECKS);
  }

  /// The number of the pattern of the hit at this position; hits come in ascending order.
  public int pattern(int hit) {
    return hits[hit];
  }

  /// Where the match and its groups lie in [#text], as [TextPattern#find] gives them; a new array.
  public int[] groups(int hit) {
    if (hit >= hitCount) {
      throw new IndexOutOfBoundsException("hit " + hit + " of " + hitCount);
    }
    if (found[hit] == null && matchers[hit] == null && !ask(hits[hit], hit)) {
      // Never: of an exact plan any of its literals, byte for byte, is a match.
      throw new IllegalStateException(
          "a literal of '"
              + set.pattern(hits[hit]).source().expression()
              + "' is in the line, but no match");
    }
    int[] groups = found[hit];
    if (groups == null) {
      groups = TextPattern.groups(Objects.requireNonNull(matchers[hit]));
      found[hit] = groups;
    }
    return groups.clone();
  }

  /// The line that was scanned last, decoded.
  public String text() {
    String decoded = text;
    if (decoded == null) {
      decoded = new String(line, lineFrom, lineTo - lineFrom, StandardCharsets.UTF_8);
      text = decoded;
    }
    return decoded;
  }

  /// How many bytes were walked over in search of literals, on all lines so far.
  long bytesWalked() {
    return bytesWalked;
  }

  /// How often the walk was left to look at literals, counting each length.
  long outputsVisited() {
    return outputsVisited;
  }

  /// How often a pattern was searched in a line, by whatever means.
  long searches() {
    return searches;
  }
}
