using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>One page of an account's orders (RFC 8555, section 7.1.2.1).</summary>
/// <param name="Orders">Their URLs, in the authority's order.</param>
public sealed record AcmeOrderList(ImmutableArray<Uri> Orders)
{
    /// <summary>Reads one page.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeOrderList? list, out string reason) =>
        AcmeJson.TryRead(json, Read, out list, out reason);

    private static AcmeOrderList Read(JsonElement root) =>
        // An account without orders: Pebble writes null.
        root.TryGetProperty("orders", out var orders) && orders.ValueKind == JsonValueKind.Null
            ? new AcmeOrderList([])
            : new AcmeOrderList([.. AcmeJson.Items(root, "orders", Limits.OrdersMax).Select(
                item => AcmeJson.ToUrl(item.GetString() ?? "", "orders"))]);
}
