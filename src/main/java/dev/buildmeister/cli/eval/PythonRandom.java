package dev.buildmeister.cli.eval;

/// Python's `random.Random(seed)`: the same seed gives the same numbers, so that figures can be
/// compared to the last digit.
///
/// MT19937 (Matsumoto and Nishimura 1998, "Mersenne Twister"; `mt19937ar.c`), seeded by an array as
/// CPython's `_randommodule.c` does with the 32-bit digits of the seed's absolute value.
final class PythonRandom {
  private static final int N = 624;
  private static final int M = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  private static final int MATRIX = 0x9908b0df;
  private static final double TWO_TO_53 = 0x1p53;

  private final int[] state = new int[N];
  private int next = N;

  PythonRandom(long seed) {
    long magnitude = Math.abs(seed);
    int low = (int) magnitude;
    int high = (int) (magnitude >>> 32);
    seed(high == 0 ? new int[] {low} : new int[] {low, high});
  }

  private void seed(int[] key) {
    state[0] = 19650218;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
    int at = 1;
    int digit = 0;
    for (int k = Math.max(N, key.length); k > 0; k--) {
      state[at] =
          (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1664525)) + key[digit] + digit;
      at = following(at);
      digit = (digit + 1) % key.length;
    }
    for (int k = N - 1; k > 0; k--) {
      state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1566083941)) - at;
      at = following(at);
    }
    state[0] = UPPER;
  }

  private int following(int at) {
    if (at + 1 < N) {
      return at + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  /// The next 32 bits.
  int nextInt() {
    if (next == N) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % N] & LOWER);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
    }
    next = 0;
  }

  /// `random()`: 53 bits in `[0, 1)`.
  double nextDouble() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / TWO_TO_53;
  }

  /// `choices(values, k=len(values))`, with replacement.
  double[] choices(double[] values) {
    double[] chosen = new double[values.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[(int) (nextDouble() * values.length)];
    }
    return chosen;
  }
}
