namespace Selvedge.Core.Network.Addresses;

/// <summary>Whether a prefix may be announced at a location.</summary>
/// <param name="Allowed">Whether it may.</param>
/// <param name="Reason">One CamelCase word: <c>Authorized</c>, or why not.</param>
/// <param name="Detail">One sentence, with the way out where not.</param>
public sealed record RouteAuthority(bool Allowed, string Reason, string Detail);
