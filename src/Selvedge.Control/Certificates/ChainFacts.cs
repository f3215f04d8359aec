using System.Collections.Immutable;

namespace Selvedge.Control.Certificates;

/// <summary>What a leaf certificate says.</summary>
/// <param name="Hostnames">Its DNS names, in lower case.</param>
/// <param name="NotBefore">When it begins to be valid.</param>
/// <param name="NotAfter">When it ends to be valid.</param>
/// <param name="Serial">In hexadecimal.</param>
internal sealed record ChainFacts(
    ImmutableArray<string> Hostnames, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Serial);
