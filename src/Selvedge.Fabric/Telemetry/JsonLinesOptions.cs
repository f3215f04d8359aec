using Microsoft.Extensions.Logging;

namespace Selvedge.Fabric.Telemetry;

/// <summary>Where the lines of a process come from, and which are written.</summary>
public sealed record JsonLinesOptions
{
    /// <summary>The part of Selvedge, for example <c>control</c> or <c>edge</c>.</summary>
    public required string Process { get; init; }

    /// <summary>The node's name; null: none.</summary>
    public string? Node { get; init; }

    /// <summary>The location's name; null: none.</summary>
    public string? Location { get; init; }

    /// <summary>Less important lines are not written. Default <see cref="LogLevel.Information"/>.</summary>
    public LogLevel LevelMin { get; init; } = LogLevel.Information;
}
