using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Fields that are meant for one connection only (RFC 9110, section 7.6.1).</summary>
public static class HopByHop
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
        "Proxy-Authentication-Info", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings",
    };

    /// <summary>Removes them, those that Connection lists too, and pseudo-fields of HTTP/2.</summary>
    public static void Strip(FieldList fields)
    {
        var listed = new ListReader(fields.Combined("Connection"));
        List<string>? named = null;
        while (listed.TryNext(out var member))
        {
            (named ??= []).Add(member.ToString());
        }

        fields.RemoveAll(field => Names.Contains(field.Name) || field.Name.StartsWith(':')
            || named?.Contains(field.Name, StringComparer.OrdinalIgnoreCase) == true);
    }
}
