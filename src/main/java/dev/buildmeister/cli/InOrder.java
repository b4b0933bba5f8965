package dev.buildmeister.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Works on many items in parallel and hands out the results in the order of the items.
final class InOrder {
  /// How far the work may run ahead of the slowest item, by thread. Bounds memory.
  private static final int AHEAD = 4;

  private InOrder() {}

  /// Runs the work on `threads` platform threads: the work keeps a core busy, it does not wait.
  ///
  /// @param sink called by the caller's thread
  static <T, R> void run(List<T> items, int threads, Function<T, R> work, Consumer<R> sink) {
    if (threads == 1 || items.size() == 1) {
      items.forEach(item -> sink.accept(work.apply(item)));
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, items.size()),
            Thread.ofPlatform().name("worker-", 0).daemon().factory());
    try {
      Deque<Future<R>> running = new ArrayDeque<>();
      Iterator<T> next = items.iterator();
      while (next.hasNext() || !running.isEmpty()) {
        while (next.hasNext() && running.size() < AHEAD * threads) {
          T item = next.next();
          running.add(pool.submit(() -> work.apply(item)));
        }
        sink.accept(result(running.remove()));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
