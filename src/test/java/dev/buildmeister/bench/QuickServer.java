package dev.buildmeister.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// An HTTP server of this process that answers out of memory, so that little of what is measured is
/// the server. It counts. Thread-safe.
///
/// It is to run with `-Dsun.net.httpserver.nodelay=true`, or the network holds small answers back.
abstract class QuickServer {
  private final HttpServer server;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  QuickServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var _ = server.createContext("/", this::count);
    server.start();
  }

  /// Answers one request; the exchange is closed by the caller.
  abstract void serve(HttpExchange exchange) throws IOException;

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// How many requests there were so far.
  long requests() {
    return requests.get();
  }

  /// How long all of them took, from their heads having come to their answers having gone.
  long nanos() {
    return nanos.get();
  }

  private void count(HttpExchange exchange) {
    long start = System.nanoTime();
    try (exchange) {
      serve(exchange);
    } catch (IOException | RuntimeException e) {
      new Complaint(System.err).about(exchange, e);
    }
    requests.incrementAndGet();
    nanos.addAndGet(System.nanoTime() - start);
  }

  /// What cannot be answered must be seen: the client would only see a closed connection.
  private record Complaint(PrintStream out) {
    void about(HttpExchange exchange, Exception e) {
      out.println(exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + e);
    }
  }
}
