using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Tests.Resources;

/// <summary>Reads the small part of YAML's flow style that tests write documents in; Core knows no YAML.</summary>
internal sealed class FlowText(string text)
{
    private int _at;

    public static JsonNode Parse(string text) => new FlowText(text).Value()!;

    private JsonNode? Value()
    {
        Space();
        switch (text[_at])
        {
            case '{':
                var members = new JsonObject();
                _at++;
                while (!Closes('}'))
                {
                    var name = Scalar(':').Text;
                    _at++;
                    members[name] = Value();
                }

                return members;
            case '[':
                var items = new JsonArray();
                _at++;
                while (!Closes(']'))
                {
                    items.Add(Value());
                }

                return items;
            default:
                var (value, quoted) = Scalar(',');
                return quoted ? value
                    : value is "true" or "false" ? value == "true"
                    : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                        ? JsonNode.Parse(value)
                    : value;
        }
    }

    private bool Closes(char end)
    {
        Space();
        if (text[_at] == ',')
        {
            _at++;
            Space();
        }

        if (text[_at] != end)
        {
            return false;
        }

        _at++;
        return true;
    }

    private (string Text, bool Quoted) Scalar(char end)
    {
        Space();
        var result = new StringBuilder();
        if (text[_at] is '"' or '\'')
        {
            var quote = text[_at++];
            for (; text[_at] != quote; _at++)
            {
                _at += quote == '"' && text[_at] == '\\' ? 1 : 0;
                result.Append(text[_at]);
            }

            _at++;
            Space();
            return (result.ToString(), true);
        }

        for (; text[_at] != end && !(end == ',' && text[_at] is '}' or ']'); _at++)
        {
            result.Append(text[_at]);
        }

        return (result.ToString().Trim(), false);
    }

    private void Space()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
