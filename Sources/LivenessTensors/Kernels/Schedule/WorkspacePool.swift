/// The workspaces of one network: as many as calls have run at the same time.
package final class WorkspacePool: Sendable {
  private let schedule: KernelSchedule
  private let idle: Guarded<[KernelWorkspace]>

  /// Makes a pool without workspaces.
  package init(for schedule: KernelSchedule) {
    self.schedule = schedule
    idle = Guarded([])
  }

  /// Runs the closure with a workspace that nobody else uses meanwhile.
  package func withWorkspace<Result>(_ body: (KernelWorkspace) -> Result) -> Result {
    let workspace = idle.withLock { $0.popLast() } ?? KernelWorkspace(for: schedule)
    defer { idle.withLock { $0.append(workspace) } }
    return body(workspace)
  }
}
