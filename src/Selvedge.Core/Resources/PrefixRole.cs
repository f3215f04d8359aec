namespace Selvedge.Core.Resources;

/// <summary>What a <see cref="Prefix"/> is for.</summary>
public enum PrefixRole
{
    /// <summary>The same addresses at every location that announces it.</summary>
    Anycast,

    /// <summary>Addresses of one location.</summary>
    Unicast,

    /// <summary>Held, and announced nowhere.</summary>
    Reserved,
}
