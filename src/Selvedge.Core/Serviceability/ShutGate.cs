namespace Selvedge.Core.Serviceability;

/// <summary>One gate that is shut.</summary>
/// <param name="Gate">Which.</param>
/// <param name="Reason">One CamelCase word, for example <c>HandshakeChainExpired</c>.</param>
/// <param name="Detail">One sentence with the evidence; may be empty.</param>
/// <param name="Since">When it shut.</param>
public sealed record ShutGate(Gate Gate, string Reason, string Detail, DateTimeOffset Since);
