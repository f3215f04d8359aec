using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Selvedge.Core.Geography;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Whether a text has the form that its <see cref="TextFormat"/> asks for.</summary>
public static partial class TextForms
{
    /// <summary>Checks one text.</summary>
    /// <param name="format">The form.</param>
    /// <param name="text">The text.</param>
    /// <returns>Null where it fits, else what is wrong and what to write instead.</returns>
    public static (string Message, string Fix)? Check(TextFormat format, string text) => format switch
    {
        TextFormat.Hostname => Hostname(text),
        TextFormat.Name => IsName(text)
            ? null
            : ($"'{Brief(text)}' is not a name.",
                "Use small letters, digits, '-' and '.', at most 253, beginning and ending with a letter or digit."),
        TextFormat.Ip => IsIp(text, out _)
            ? null
            : ($"'{Brief(text)}' is not an IP address.", "Write for example 192.0.2.1 or 2001:db8::1."),
        TextFormat.Cidr => IPNetwork.TryParse(text, out _)
            ? null
            : ($"'{Brief(text)}' is not a prefix.", "Write for example 192.0.2.0/24, without bits behind the mask."),
        TextFormat.Duration => Duration.TryParse(text, out _)
            ? null
            : ($"'{Brief(text)}' is not a duration.", "Write whole numbers with units, for example 250ms, 30s, 1h30m."),
        TextFormat.Url => Url(text),
        TextFormat.Country => Country(text),
        TextFormat.Quantity => QuantityForm().IsMatch(text)
            ? null
            : ($"'{Brief(text)}' is not a quantity.", "Write for example 500m, 2, 64Mi or 1G."),
        TextFormat.Moment => IsMoment(text)
            ? null
            : ($"'{Brief(text)}' is not a moment.", "Write it as RFC 3339, for example 2026-12-01T01:00:00Z."),
        TextFormat.Base64 => Base64.IsValid(text)
            ? null
            : ("The value is not base64.", "Encode it, or put the plain text under stringData."),
        TextFormat.Mailbox => MailboxForm().IsMatch(text)
            ? null
            : ($"'{Brief(text)}' is not an e-mail address.", "Write for example hostmaster@example.com."),
        _ => null,
    };

    /// <summary>Whether the text is a DNS subdomain name in small letters (RFC 1123).</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= SchemaLimits.NameLengthMax && text.Split('.').All(IsLabel);

    /// <summary>Whether the text is a DNS label in small letters (RFC 1123).</summary>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= SchemaLimits.LabelLengthMax && text[0] != '-' && text[^1] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether the text is an address in its usual form: four decimal numbers, or IPv6 without zone.</summary>
    public static bool IsIp(string text, out AddressFamily family)
    {
        family = AddressFamily.Unspecified;
        if (!IPAddress.TryParse(text, out var address) || text.AsSpan().IndexOfAny("[]%/") >= 0)
        {
            return false;
        }

        family = address.AddressFamily;
        return family == AddressFamily.InterNetworkV6 || address.ToString() == text;
    }

    /// <summary>A text short enough for a message, without control characters.</summary>
    public static string Brief(string text)
    {
        const int Max = 80;
        var cut = text.Length <= Max ? text : text[..Max] + "...";
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    private static (string Message, string Fix)? Hostname(string text)
    {
        if (IsName(text) && text.Contains('.', StringComparison.Ordinal) && !IsIp(text, out _))
        {
            return null;
        }

        var message = $"'{Brief(text)}' is not a fully qualified hostname.";
        var better = text.TrimEnd('.').ToLowerInvariant();
        return better != text && IsName(better) && better.Contains('.', StringComparison.Ordinal)
            ? (message, $"Write {Brief(better)}: small letters, without the final dot.")
            : (message, "Write for example shop.example.com: labels of small letters, digits and '-', without a port.");
    }

    private static (string Message, string Fix)? Url(string text)
    {
        const string Fix = "Write for example https://origin.example.com.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Host.Length == 0)
        {
            return ($"'{Brief(text)}' is not an absolute http or https URL.", Fix);
        }

        if (url.UserInfo.Length > 0)
        {
            return ("The URL carries a user.", "Leave user and password out.");
        }

        return url.Query.Length > 0 || url.Fragment.Length > 0 || text.AsSpan().IndexOfAny("?#") >= 0
            ? ("The URL has a query or a fragment.", "End it with the path.")
            : null;
    }

    private static (string Message, string Fix)? Country(string text)
    {
        if (Countries.Find(text) is not null)
        {
            return null;
        }

        var message = $"'{Brief(text)}' is not a country.";
        var better = text.ToUpperInvariant();
        return Countries.Find(better) is not null
            ? (message, $"Write {better}.")
            : (message, "Write its two-letter code in capitals (ISO 3166-1 alpha-2), for example DE.");
    }

    private static bool IsMoment(string text) =>
        MomentForm().IsMatch(text) && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(@"\A[+-]?([0-9]+|[0-9]*\.[0-9]+)(m|k|Ki|[MGTPE]i?|[eE][+-]?[0-9]{1,3})?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex QuantityForm();

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MomentForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MailboxForm();
}
