namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>A container that the node started.</summary>
/// <param name="Id">The runtime's name for it.</param>
/// <param name="Pod">Of which pod.</param>
/// <param name="Name">Its name in the pod.</param>
/// <param name="Attempt">How often a container of this name was started in the pod before.</param>
/// <param name="ImageId">The image's digest, as the runtime says it.</param>
/// <param name="Running">Whether its program runs.</param>
/// <param name="StartedAt">When it began; null where it never did.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
/// <param name="ExitCode">As the system tells it: 128 and the signal's number where one ended it. 0 while it
/// runs.</param>
/// <param name="OutOfMemory">Whether the runtime knows that it ended for memory.</param>
public sealed record OwnedContainer(
    string Id,
    PodIdentity Pod,
    string Name,
    int Attempt,
    string ImageId,
    bool Running,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int ExitCode,
    bool OutOfMemory);
