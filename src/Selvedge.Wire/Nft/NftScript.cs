using System.Globalization;
using System.Text;

namespace Selvedge.Wire.Nft;

/// <summary>Commands for <c>nft -f -</c>, which are carried out all or not at all.</summary>
/// <param name="family">Of the table, as <c>netdev</c>.</param>
/// <param name="table">That all commands are about.</param>
/// <remarks>Names are checked here. Rules are constant texts of the caller with words of <see cref="NftText"/>.
/// </remarks>
public sealed class NftScript(string family, string table)
{
    private readonly string _table = $"{NftText.Name(family)} {NftText.Name(table)}";
    private readonly StringBuilder _text = new();

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Makes the table, unless it is there.</summary>
    public NftScript AddTable() => Line($"add table {_table}");

    /// <summary>Removes the table, whether or not it is there.</summary>
    public NftScript DeleteTable() => Line($"add table {_table}").Line($"delete table {_table}");

    /// <summary>Makes a map, unless it is there.</summary>
    public NftScript AddMap(string name, string definition) =>
        Line($"add map {_table} {NftText.Name(name)} {{ {Checked(definition)} }}");

    /// <summary>Removes a map.</summary>
    public NftScript DeleteMap(string name) => Line($"delete map {_table} {NftText.Name(name)}");

    /// <summary>Makes a counter, unless it is there.</summary>
    public NftScript AddCounter(string name) => Line($"add counter {_table} {NftText.Name(name)}");

    /// <summary>Makes a chain, unless it is there, and empties it.</summary>
    /// <param name="name">Of the chain.</param>
    /// <param name="hook">Where it begins; empty: at jumps only.</param>
    public NftScript AddChain(string name, string hook = "")
    {
        var braces = hook.Length > 0 ? $" {{ {Checked(hook)} }}" : "";
        return Line($"add chain {_table} {NftText.Name(name)}{braces}")
            .Line($"flush chain {_table} {NftText.Name(name)}");
    }

    /// <summary>Removes a chain.</summary>
    public NftScript DeleteChain(string name) => Line($"delete chain {_table} {NftText.Name(name)}");

    /// <summary>Empties a chain.</summary>
    public NftScript FlushChain(string name) => Line($"flush chain {_table} {NftText.Name(name)}");

    /// <summary>Adds a rule at the end of a chain.</summary>
    public NftScript AddRule(string chain, string rule) =>
        Line($"add rule {_table} {NftText.Name(chain)} {Checked(rule)}");

    /// <summary>Adds elements, in batches.</summary>
    /// <param name="map">Where.</param>
    /// <param name="elements">Each as nft reads it.</param>
    public NftScript AddElements(string map, IEnumerable<string> elements) => Batches("add", map, elements);

    /// <summary>Removes elements, in batches.</summary>
    public NftScript DeleteElements(string map, IEnumerable<string> elements) => Batches("delete", map, elements);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private NftScript Batches(string verb, string map, IEnumerable<string> elements)
    {
        foreach (var batch in elements.Chunk(NftLimits.ElementsPerCommandMax))
        {
            Line($"{verb} element {_table} {NftText.Name(map)} {{ {string.Join(", ", batch.Select(Checked))} }}");
        }

        return this;
    }

    // The second fence: a line break would begin another command, whatever was checked before.
    private static string Checked(string text) => text.AsSpan().ContainsAny('\n', '\r', '#')
        ? throw new ArgumentException("A line of a script has no line breaks.", nameof(text))
        : text;

    private NftScript Line(FormattableString line)
    {
        _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }
}
