using System.Collections;

namespace Selvedge.Core.Caching;

/// <summary>The header fields of a message, in their order. A field may stand more than once.</summary>
/// <remarks>A list, not a dictionary: messages have some twenty fields, and order and repetition matter.</remarks>
public sealed class FieldList : IReadOnlyList<Field>
{
    private readonly List<Field> _fields;

    /// <summary>No field.</summary>
    public FieldList() => _fields = [];

    /// <summary>A copy.</summary>
    public FieldList(IEnumerable<Field> fields) => _fields = [.. fields];

    /// <summary>How many fields.</summary>
    public int Count => _fields.Count;

    /// <summary>One field.</summary>
    public Field this[int index] => _fields[index];

    /// <summary>Adds a field after the others.</summary>
    public void Add(string name, string value) => _fields.Add(new Field(name, value));

    /// <summary>Replaces every field of the name by one.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>Removes every field of the name.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(string name) => _fields.RemoveAll(field => Same(field.Name, name));

    /// <summary>Removes every field that the condition holds for.</summary>
    public int RemoveAll(Predicate<Field> condition) => _fields.RemoveAll(condition);

    /// <summary>Whether there is a field of the name.</summary>
    public bool Has(string name) => First(name) is not null;

    /// <summary>The value of the first field of the name; null where there is none.</summary>
    public string? First(string name)
    {
        foreach (var field in _fields)
        {
            if (Same(field.Name, name))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>All values of the name as one, joined by commas (RFC 9110, section 5.3); null where there is
    /// none.</summary>
    public string? Combined(string name)
    {
        string? all = null;
        foreach (var field in _fields)
        {
            if (Same(field.Name, name))
            {
                all = all is null ? field.Value : all + ", " + field.Value;
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public IEnumerator<Field> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _fields.GetEnumerator();

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
