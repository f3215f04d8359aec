namespace Selvedge.Commands.Output;

/// <summary>How a command shows what it found.</summary>
internal enum OutputForm
{
    /// <summary>For people: aligned, on one screen.</summary>
    Table,

    /// <summary>The table with every column.</summary>
    Wide,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For files.</summary>
    Yaml,
}
