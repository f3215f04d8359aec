namespace Selvedge.Core.Resources.Schemas;

/// <summary>What kind of JSON value a <see cref="Schema"/> describes.</summary>
public enum SchemaType
{
    /// <summary>An object with known members.</summary>
    Fields,

    /// <summary>An object whose member names are the operator's own; <see cref="Schema.Items"/> says of what.</summary>
    Map,

    /// <summary>An array; <see cref="Schema.Items"/> says of what.</summary>
    List,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number without fraction, of 64 bits.</summary>
    WholeNumber,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A whole number or a string.</summary>
    WholeNumberOrText,

    /// <summary>Whatever JSON; a semantic check looks at it.</summary>
    Anything,
}
