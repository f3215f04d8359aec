using System.Collections.Immutable;

namespace Selvedge.Core.Caching;

/// <summary>The secondary key of a stored response: the request's values of the fields that Vary names (RFC 9111,
/// section 4.1).</summary>
public sealed class Variant
{
    private readonly ImmutableArray<string> _values;

    private Variant(ImmutableArray<string> names, ImmutableArray<string> values)
    {
        Names = names;
        _values = values;
    }

    /// <summary>The names in Vary: lower case, sorted.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The variant that a response to the request is.</summary>
    public static Variant Of(ResponseFacts response, FieldList request) => new(
        response.Vary, [.. response.Vary.Select(name => Normal(request, name))]);

    /// <summary>Whether the request selects this variant.</summary>
    public bool Matches(FieldList request)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (!string.Equals(Normal(request, Names[i]), _values[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether both were selected by the same names and values.</summary>
    public bool SameAs(Variant other) =>
        Names.SequenceEqual(other.Names, StringComparer.Ordinal)
        && _values.SequenceEqual(other._values, StringComparer.Ordinal);

    // Absent is not the same as empty. White space around commas never matters in the fields that servers vary on.
    private static string Normal(FieldList request, string name)
    {
        var value = request.Combined(name);
        return value is null
            ? "\0"
            : string.Join(
                ',', value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
