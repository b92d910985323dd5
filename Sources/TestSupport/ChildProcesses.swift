internal import Glibc

@_silgen_name("fork") private func systemFork() -> Int32

/// Forks; Swift hides the function, since a child may do almost nothing.
package func forkProcess() -> Int32 { systemFork() }

/// The exit code of a child, or minus the signal that ended it.
package func waitForExit(of child: Int32) -> Int32 {
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
}
