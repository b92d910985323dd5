package import Glibc

/// What a path names and who may use it: `st_mode`, of a link itself; `nil` where nothing is there.
package func fileMode(_ path: String) -> mode_t? {
  var status = stat()
  return lstat(path, &status) == 0 ? status.st_mode : nil
}
