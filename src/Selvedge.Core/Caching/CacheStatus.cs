using System.Globalization;
using System.Text;

namespace Selvedge.Core.Caching;

/// <summary>The cache's own member of a Cache-Status field (RFC 9211).</summary>
public sealed record CacheStatus
{
    /// <summary>The name under which this cache speaks.</summary>
    public const string Name = "selvedge";

    /// <summary>Answered without the origin (section 2.1).</summary>
    public bool Hit { get; init; }

    /// <summary>Why it went to the origin (section 2.2): <c>miss</c>, <c>vary-miss</c>, <c>stale</c>, <c>request</c>,
    /// <c>bypass</c>, <c>method</c>. Empty: it did not.</summary>
    public string Forward { get; init; } = "";

    /// <summary>What the origin answered (section 2.3).</summary>
    public int? ForwardStatus { get; init; }

    /// <summary>Whether the response was stored (section 2.5).</summary>
    public bool Stored { get; init; }

    /// <summary>Whether it shared another request's way to the origin (section 2.6).</summary>
    public bool Collapsed { get; init; }

    /// <summary>What is left of the freshness lifetime, negative where stale (section 2.4).</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>One token more for people (section 2.8). Empty: none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>One word for logs and metrics: <c>hit</c>, the reason to forward, or <c>none</c>.</summary>
    public string Word => Hit ? "hit" : Forward.Length > 0 ? Forward : "none";

    /// <summary>As it stands in the field.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Name);
        text.Append(Hit ? "; hit" : "");
        if (Forward.Length > 0)
        {
            text.Append("; fwd=").Append(Forward);
        }

        if (ForwardStatus is { } status)
        {
            text.Append(CultureInfo.InvariantCulture, $"; fwd-status={status}");
        }

        text.Append(Stored ? "; stored" : "").Append(Collapsed ? "; collapsed" : "");
        if (Ttl is { } ttl)
        {
            text.Append(CultureInfo.InvariantCulture, $"; ttl={(long)Math.Ceiling(ttl.TotalSeconds)}");
        }

        return Detail.Length == 0 ? text.ToString() : text.Append("; detail=").Append(Detail).ToString();
    }
}
