/// Work that several threads do together.
package protocol SharedWork: AnyObject, Sendable {
  /// Takes part as one of the threads, until nothing is left to begin.
  ///
  /// - Parameter member: The thread's number: 0 is the caller's, the others count up from 1. Not
  ///   every number need turn up.
  func join(as member: Int)
}
