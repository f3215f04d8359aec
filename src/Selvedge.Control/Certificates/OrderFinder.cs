using System.Collections.Immutable;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>Finds an order again whose URL was lost by a kill between the authority's answer and our write.</summary>
internal static class OrderFinder
{
    /// <summary>Looks through the account's orders, newest first, where the authority lists them (RFC 8555, section
    /// 7.1.2.1; Let's Encrypt does not, but gives the same pending order for the same names).</summary>
    /// <returns>An order for exactly these names that can still be finalized; or none, and a failure where the
    /// authority did not say whether there is one.</returns>
    public static async Task<(Uri? Url, AcmeFailure? Failure)> FindAsync(
        AcmeClient client, AcmeAccountKey account, ImmutableArray<string> hostnames, CancellationToken cancellation)
    {
        var urls = new List<Uri>();
        var self = await client.AccountAsync(account, cancellation);
        if (self.Failure is { IsTransient: true })
        {
            return (null, self.Failure);
        }

        var page = self.Value?.Orders;
        for (var pages = 0; page is not null && pages < Limits.OrderPagesMax; pages++)
        {
            var list = await client.OrdersAsync(page, account, cancellation);
            if (list.Failure is { IsTransient: true })
            {
                return (null, list.Failure);
            }

            urls.AddRange(list.Value?.Orders ?? []);
            page = list.Next;
        }

        urls.Reverse();
        foreach (var url in urls.Take(Limits.OrdersLookedAtMax))
        {
            var order = await client.OrderAsync(url, account, cancellation);
            if (order.Failure is { IsTransient: true })
            {
                return (null, order.Failure);
            }

            if (order.Value is { State: AcmeState.Pending or AcmeState.Ready } found && found.IsFor(hostnames))
            {
                return (url, null);
            }
        }

        return default;
    }
}
