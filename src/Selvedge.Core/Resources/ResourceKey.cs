namespace Selvedge.Core.Resources;

/// <summary>What names one document in the store: its kind, its namespace and its name.</summary>
/// <param name="Resource">Plural and group as Kubernetes writes them, for example <c>sites.selvedge.dev</c>; the core
/// group has no suffix, for example <c>secrets</c>.</param>
/// <param name="Namespace">Empty for kinds that are not namespaced.</param>
/// <param name="Name">A DNS subdomain name (RFC 1123).</param>
public sealed record ResourceKey(string Resource, string Namespace, string Name)
{
    /// <summary>The form used in logs and messages: <c>sites.selvedge.dev/default/shop</c>.</summary>
    public override string ToString() =>
        Namespace.Length == 0 ? $"{Resource}/{Name}" : $"{Resource}/{Namespace}/{Name}";
}
