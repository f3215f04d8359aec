namespace Selvedge.Edge.Http;

/// <summary>An origin's response, or why there is none.</summary>
/// <param name="Response">To be disposed by who gets it.</param>
/// <param name="Error">None where there is a response.</param>
/// <param name="ClientStatus">For <see cref="UpstreamError.RequestBody"/>: the status that tells the client.</param>
internal readonly record struct UpstreamResult(UpstreamResponse? Response, UpstreamError Error, int ClientStatus = 0);
