package dev.buildmeister.bench;

import dev.buildmeister.bench.TailLatency.Measured;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// What [TailLatency] measured, for people.
final class TailTable {
  private static final double MOST_TIMES = 3;

  private final BenchOutput out;
  private final List<Measured> all;
  private final Measured fetch;

  /// @param all the last one only fetches and unpacks
  TailTable(List<Measured> all, BenchOutput out) {
    this.out = out;
    this.all = all;
    this.fetch = all.getLast();
  }

  void print(String logs, int warmUp, Targets targets) throws IOException {
    List<Double> sizes = fetch.samples().stream().map(each -> each.bytes() / 1e6).toList();
    out.print(
        "\n%d logs after %d to warm up, of %s; MB: median %.2f, p90 %.2f, p99 %.2f, most %.1f"
            .formatted(
                sizes.size(),
                warmUp,
                logs,
                Numbers.median(sizes),
                Numbers.quantile(sizes, 0.9),
                Numbers.quantile(sizes, 0.99),
                Numbers.max(sizes)));
    head("event to answer, ms");
    for (Measured each : all) {
      double times = row(each, Measured::millis);
      if (isClassifier(each)) {
        targets.atMost(MOST_TIMES, "p99 / p99 of fetching alone, " + label(each), times);
      }
    }
    head("of it computing, ms of one core");
    for (Measured each : all) {
      var _ = row(each, Measured::cpuMillis);
    }
    phases("mean of all, ms", 1);
    phases("mean of the slowest 1 %, ms", 0.01);
  }

  private void head(String title) throws IOException {
    out.print(
        "\n%-32s %8s %8s %8s %8s %12s %12s"
            .formatted(title, "p50", "p90", "p99", "most", "p50 / fetch", "p99 / fetch"));
  }

  /// Prints a row, and says how many times the p99 of fetching alone its p99 is.
  private double row(Measured each, Function<Measured, List<Double>> of) throws IOException {
    List<Double> own = of.apply(each);
    List<Double> alone = of.apply(fetch);
    double times = Numbers.quantile(own, 0.99) / Numbers.quantile(alone, 0.99);
    out.print(
        "%-32s %8.2f %8.2f %8.2f %8.1f %12.2f %12.2f"
            .formatted(
                label(each),
                Numbers.median(own),
                Numbers.quantile(own, 0.9),
                Numbers.quantile(own, 0.99),
                Numbers.max(own),
                Numbers.median(own) / Numbers.median(alone),
                times));
    return times;
  }

  private static boolean isClassifier(Measured each) {
    return !each.phases().isEmpty();
  }

  private static String label(Measured each) {
    return isClassifier(each)
        ? each.name().replace(".quick", ", quick DynamoDB").replace(".local", ", DynamoDB Local")
        : "fetch and unpack alone";
  }

  /// Where the time goes, as the handlers themselves say, in the slowest logs of each.
  private void phases(String title, double share) throws IOException {
    out.print(
        "\n%-32s %8s %8s %8s %8s %8s %8s %9s %9s"
            .formatted(title, "MB", "all", "open", "scan", "store", "rest", "requests", "server"));
    for (Measured each : all) {
      int[] slowest =
          IntStream.range(0, each.samples().size())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -each.samples().get(i).millis()))
              .limit((long) Math.ceil(share * each.samples().size()))
              .mapToInt(Integer::intValue)
              .toArray();
      double millis = mean(slowest, i -> each.samples().get(i).millis());
      double size = mean(slowest, i -> each.samples().get(i).bytes() / 1e6);
      out.print(
          "%-32s %8.2f %8.2f%s".formatted(label(each), size, millis, said(each, slowest, millis)));
    }
  }

  private static String said(Measured each, int[] which, double millis) {
    if (!isClassifier(each)) {
      return "";
    }
    double open = mean(which, i -> each.phases().get(i).openMillis());
    double scan = mean(which, i -> each.phases().get(i).scanMillis());
    double store = mean(which, i -> each.phases().get(i).storeMillis());
    double requests = mean(which, i -> each.samples().get(i).requests());
    double server = mean(which, i -> each.samples().get(i).serverMillis());
    String said =
        " %8.2f %8.2f %8.2f %8.2f".formatted(open, scan, store, millis - open - scan - store);
    // DynamoDB Local does not tell.
    return requests == 0 ? said : said + " %9.1f %9.2f".formatted(requests, server);
  }

  private static double mean(int[] which, IntToDoubleFunction value) {
    return IntStream.of(which).mapToDouble(value).average().orElse(Double.NaN);
  }
}
