namespace Selvedge.Core.Caching;

/// <summary>One header field (RFC 9110, section 5).</summary>
/// <param name="Name">Compared without regard to case.</param>
/// <param name="Value">Without leading and trailing white space; one character an octet.</param>
public readonly record struct Field(string Name, string Value);
