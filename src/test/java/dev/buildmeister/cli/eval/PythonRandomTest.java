package dev.buildmeister.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonRandomTest {
  @Test
  void theFirstNumbersOfASeedAreThoseOfPython() {
    PythonRandom random = new PythonRandom(7);
    // python3 -c 'import random; r = random.Random(7); print(r.random(), r.random(), r.random())'
    assertThat(random.nextDouble()).isEqualTo(0.32383276483316237);
    assertThat(random.nextDouble()).isEqualTo(0.15084917392450192);
    assertThat(random.nextDouble()).isEqualTo(0.6509344730398537);
  }

  @Test
  void aSeedOfMoreThan32BitsIsTakenWhole() {
    // python3 -c 'import random; print(random.Random(-(2**40 + 5)).random())'
    assertThat(new PythonRandom(-((1L << 40) + 5)).nextDouble()).isEqualTo(0.5043802970418443);
  }

  @Test
  void theNumbersGoOnAsPythonsBeyondOneTurnOfTheState() {
    PythonRandom random = new PythonRandom(7);
    for (int i = 0; i < 9999; i++) {
      random.nextDouble();
    }
    // python3 -c 'import random; r = random.Random(7); print([r.random() for _ in
    // range(10000)][-1])'
    assertThat(random.nextDouble()).isEqualTo(0.23127514004778393);
  }
}
