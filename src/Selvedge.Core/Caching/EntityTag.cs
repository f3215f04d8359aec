namespace Selvedge.Core.Caching;

/// <summary>An entity tag (RFC 9110, section 8.8.3).</summary>
/// <param name="Opaque">Between the quotes.</param>
/// <param name="Weak">Whether it is marked <c>W/</c>.</param>
public readonly record struct EntityTag(string Opaque, bool Weak)
{
    /// <summary>Strong comparison (section 8.8.3.2): for ranges.</summary>
    public bool StrongEquals(EntityTag other) =>
        !Weak && !other.Weak && string.Equals(Opaque, other.Opaque, StringComparison.Ordinal);

    /// <summary>Weak comparison: for If-None-Match.</summary>
    public bool WeakEquals(EntityTag other) => string.Equals(Opaque, other.Opaque, StringComparison.Ordinal);

    /// <summary>As it stands in a field.</summary>
    public override string ToString() => Weak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
