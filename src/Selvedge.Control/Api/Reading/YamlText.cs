using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Selvedge.Core.Resources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Selvedge.Control.Api.Reading;

/// <summary>YAML text to document trees: scalars by the core schema of YAML 1.2, merge keys, aliases bounded.</summary>
internal sealed partial class YamlText
{
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (JsonNode? Value, int Nodes)> _anchors = [];
    private int _nodes;

    private YamlText(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Reads every document of a text, up to the first mistake.</summary>
    /// <param name="text">One or more documents.</param>
    /// <param name="documents">Those read, each with the line it begins at, from 1; without the empty ones.</param>
    /// <param name="line">The line of the mistake, from 1; 0: unknown.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryRead(
        string text, out List<(JsonNode? Value, int Line)> documents, out int line, out string reason)
    {
        documents = [];
        line = 0;
        reason = "";
        var reader = new YamlText(text);
        try
        {
            reader._parser.Consume<StreamStart>();
            while (!reader._parser.TryConsume<StreamEnd>(out _))
            {
                if (documents.Count == Limits.DocumentsMax)
                {
                    reason = $"there are more than {Limits.DocumentsMax} documents";
                    return false;
                }

                reader._parser.Consume<DocumentStart>();
                reader._anchors.Clear();
                var begin = (int)reader._parser.Current!.Start.Line;
                var empty = reader._parser.Current is Scalar { Value.Length: 0, Style: ScalarStyle.Plain };
                var value = reader.Value(1);
                if (!empty)
                {
                    documents.Add((value, begin));
                }

                reader._parser.Consume<DocumentEnd>();
            }

            return true;
        }
        catch (YamlException error)
        {
            line = (int)error.Start.Line;
            reason = Brief(error.Message);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            // The library's scanner has been seen to answer hostile text so; where, only its last good event says.
            line = (int)(reader._parser.Current?.End.Line ?? 0);
            reason = "the YAML is wrong from about here on: look for a bracket or quote that is not closed";
        }

        return false;
    }

    private JsonNode? Value(int depth)
    {
        if (depth > CoreJson.DepthMax)
        {
            throw Wrong($"the nesting is deeper than {CoreJson.DepthMax}");
        }

        Count(1);
        var before = _nodes;
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias, depth);
        }

        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        JsonNode? value;
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            value = Resolve(scalar);
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new JsonArray();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Value(depth + 1));
            }

            value = items;
        }
        else
        {
            _parser.Consume<MappingStart>();
            value = Members(depth);
        }

        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (value, _nodes - before + 1);
        }

        return value;
    }

    private JsonObject Members(int depth)
    {
        var members = new JsonObject();
        var merged = new List<JsonNode?>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw Wrong("a key is not a scalar");
            }

            Count(1);
            if (key.Value == "<<" && key.Style == ScalarStyle.Plain)
            {
                merged.Add(Value(depth));
                continue;
            }

            var value = Value(depth + 1);
            if (!members.TryAdd(key.Value, value))
            {
                throw Wrong("a key stands twice", key.Start);
            }
        }

        foreach (var (name, value) in merged.SelectMany(node => node is JsonArray many ? many : [node])
            .OfType<JsonObject>().SelectMany(source => source).ToList())
        {
            members.TryAdd(name, value?.DeepClone());
        }

        return members;
    }

    private JsonNode? Alias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var known))
        {
            throw Wrong("an alias names no anchor", alias.Start);
        }

        Count(known.Nodes);
        return depth + JsonText.Depth(known.Value) > CoreJson.DepthMax + 1
            ? throw Wrong($"the nesting is deeper than {CoreJson.DepthMax}", alias.Start)
            : known.Value?.DeepClone();
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > Limits.YamlNodesMax)
        {
            throw Wrong($"there are more than {Limits.YamlNodesMax} values, aliases expanded");
        }
    }

    private JsonValue? Resolve(Scalar scalar)
    {
        var text = scalar.Value;
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 && !WellFormed(text))
        {
            throw Wrong("a string has half of a surrogate pair", scalar.Start);
        }

        if (scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith(":str",
            StringComparison.Ordinal)))
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => Number(scalar) ?? JsonValue.Create(text),
        };
    }

    private static JsonValue? Number(Scalar scalar)
    {
        var text = scalar.Value;
        if (DecimalForm().IsMatch(text))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? JsonValue.Create(whole)
                : Real(text, scalar);
        }

        if (OctalForm().IsMatch(text) || HexadecimalForm().IsMatch(text))
        {
            var (digits, radix) = (text[2..], text[1] == 'o' ? 8 : 16);
            return digits.Length <= (radix == 8 ? 20 : 15)
                ? JsonValue.Create(Convert.ToInt64(digits, radix))
                : throw new YamlException(scalar.Start, scalar.End, "a number is too large");
        }

        return RealForm().IsMatch(text) || InfiniteForm().IsMatch(text) ? Real(text, scalar) : null;
    }

    private static JsonValue Real(string text, Scalar scalar) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? JsonValue.Create(real)
            : throw new YamlException(scalar.Start, scalar.End, "a number is not finite");

    private static bool WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private YamlException Wrong(string reason, Mark? at = null) =>
        new(at ?? _parser.Current?.Start ?? Mark.Empty, Mark.Empty, reason);

    // The library's words may quote the text, which may be a Secret: only the beginning, without quotes.
    private static string Brief(string message)
    {
        var end = message.AsSpan().IndexOfAny("'\"\r\n");
        var words = end < 0 ? message : message[..end];
        var mark = words.LastIndexOf("): ", StringComparison.Ordinal);
        return (mark < 0 ? words : words[(mark + 3)..]).Trim().TrimEnd('.');
    }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex DecimalForm();

    [GeneratedRegex(@"\A0o[0-7]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex OctalForm();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex HexadecimalForm();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RealForm();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InfiniteForm();
}
