package dev.buildmeister.cli.text;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// Asks the system whether a file descriptor is a terminal, and how wide it is. No process is
/// started for it: `ioctl(fd, TIOCGWINSZ)` of Linux and macOS answers both.
public final class Tty {
  private static final int UNKNOWN_WIDTH = 80;
  private static final long TIOCGWINSZ_LINUX = 0x5413L;
  private static final long TIOCGWINSZ_MACOS = 0x40087468L;

  private Tty() {}

  /// The columns of the terminal behind a descriptor.
  ///
  /// @param fd 1 for stdout, 2 for stderr
  /// @return 0 if it is no terminal
  public static int columns(int fd) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.contains("linux")) {
      return ask(fd, TIOCGWINSZ_LINUX);
    }
    if (os.contains("mac")) {
      return ask(fd, TIOCGWINSZ_MACOS);
    }
    // As a pipe, which is always right; --color and COLUMNS say otherwise.
    return 0;
  }

  // Restricted: the descriptor says what the C library's ioctl takes and gives.
  @SuppressWarnings("restricted")
  private static int ask(int fd, long request) {
    Linker linker = Linker.nativeLinker();
    // The struct winsize: rows, columns, and two more, 16 bits each.
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      if ((int) ioctl.invokeExact(fd, request, size) != 0) {
        return 0;
      }
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      return columns == 0 ? UNKNOWN_WIDTH : columns;
    } catch (Throwable e) {
      // Native access may be off; then the output is treated as a pipe, which is always right.
      return 0;
    }
  }
}
