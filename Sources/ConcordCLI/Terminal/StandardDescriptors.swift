import Glibc

/// The three descriptors that a program begins with, unless whoever started it closed some.
enum StandardDescriptors {
  /// Takes the numbers of those that are closed: a file of ours that got one would have answers or
  /// complaints written into it.
  ///
  /// They refuse to be read and written as closed ones do. To be called before anything is opened.
  static func prepare() {
    let modes = [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    for (descriptor, mode) in modes where fcntl(descriptor, F_GETFD) < 0 {
      // It gets the lowest number that is free: those below are taken by now.
      _ = open("/dev/null", mode)
    }
  }
}
