namespace Selvedge.Control.Api;

/// <summary>Reads the output of a pod's program from its node.</summary>
/// <param name="request">Which.</param>
/// <param name="cancellation">Ends it.</param>
/// <returns>Pieces of text as they come.</returns>
/// <exception cref="PodLogException">The node does not answer, or has nothing of it.</exception>
public delegate IAsyncEnumerable<ReadOnlyMemory<byte>> PodLogReader(
    PodLogRequest request, CancellationToken cancellation);
