namespace Selvedge.Edge.Network.Defence;

/// <summary>Where chains hang. Pure.</summary>
internal static class Hooks
{
    /// <summary>Before everything else of the kernel, on named interfaces only.</summary>
    public static string Ingress(IReadOnlyList<string> interfaces, int priority) => FormattableString.Invariant(
        $"type filter hook ingress devices = {{ {Quoted(interfaces)} }} priority {priority}; policy accept;");

    /// <summary>A hook that all interfaces share.</summary>
    public static string Shared(string hook, int priority) =>
        FormattableString.Invariant($"type filter hook {hook} priority {priority}; policy accept;");

    /// <summary>Names as nft reads them.</summary>
    public static string Quoted(IReadOnlyList<string> interfaces) =>
        string.Join(", ", interfaces.Select(name => $"\"{name}\""));
}
