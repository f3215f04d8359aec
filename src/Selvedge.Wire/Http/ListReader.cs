namespace Selvedge.Wire.Http;

/// <summary>Walks a comma-separated list of a field's value (RFC 9110, section 5.6.1): quoted strings stay whole, empty
/// members are skipped, white space around members is dropped. Any input is read to its end; nothing throws.</summary>
public ref struct ListReader(ReadOnlySpan<char> value)
{
    private ReadOnlySpan<char> _rest = value;

    /// <summary>The next member.</summary>
    /// <returns>False at the end.</returns>
    public bool TryNext(out ReadOnlySpan<char> member)
    {
        while (_rest.Length > 0)
        {
            var end = End(_rest, ',');
            member = _rest[..end].Trim(" \t");
            _rest = end < _rest.Length ? _rest[(end + 1)..] : [];
            if (member.Length > 0)
            {
                return true;
            }
        }

        member = [];
        return false;
    }

    /// <summary>Splits a member at its first unquoted separator, for parameters and name=value pairs.</summary>
    /// <param name="member">The whole.</param>
    /// <param name="separator">For example <c>;</c> or <c>=</c>.</param>
    /// <param name="head">Before it, trimmed.</param>
    /// <param name="tail">After it, trimmed; empty where there is none.</param>
    /// <returns>Whether the separator stands there.</returns>
    public static bool TrySplit(
        ReadOnlySpan<char> member, char separator, out ReadOnlySpan<char> head, out ReadOnlySpan<char> tail)
    {
        var at = End(member, separator);
        head = member[..at].Trim(" \t");
        tail = at < member.Length ? member[(at + 1)..].Trim(" \t") : [];
        return at < member.Length;
    }

    /// <summary>A token, or the content of a quoted string with its escapes resolved (RFC 9110, section
    /// 5.6.4).</summary>
    public static string Unquote(ReadOnlySpan<char> value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value.ToString();
        }

        var inner = value[1..^1];
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var text = new System.Text.StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length)
            {
                i++;
            }

            text.Append(inner[i]);
        }

        return text.ToString();
    }

    private static int End(ReadOnlySpan<char> text, char separator)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] == separator)
            {
                return i;
            }
        }

        return text.Length;
    }
}
