package dev.buildmeister.bench;

import java.util.List;

/// Figures out of samples.
final class Numbers {
  private Numbers() {}

  /// The smallest sample that at least this share of all does not exceed (nearest rank).
  ///
  /// @param share above 0, at most 1
  static double quantile(List<Double> samples, double share) {
    List<Double> sorted = samples.stream().sorted().toList();
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.clamp(rank, 1, sorted.size()) - 1);
  }

  static double median(List<Double> samples) {
    return quantile(samples, 0.5);
  }

  static double mean(List<Double> samples) {
    return samples.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  static double max(List<Double> samples) {
    return quantile(samples, 1);
  }

  static double min(List<Double> samples) {
    return samples.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }
}
