using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Selvedge.Control.Api.Requests;

/// <summary>What a write's query says.</summary>
internal sealed record WriteOptions
{
    /// <summary>Check everything, store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who will own the fields.</summary>
    public string FieldManager { get; init; } = "unknown";

    /// <summary><c>Strict</c>, <c>Warn</c> (the default) or <c>Ignore</c>: what becomes of unknown fields.</summary>
    public string FieldValidation { get; init; } = "Warn";

    /// <summary>For apply: take fields from other writers.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the client named a field manager.</summary>
    public bool ManagerGiven { get; init; }

    /// <summary>Reads the query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="agent">User-Agent; its first word is the field manager where none is given.</param>
    /// <param name="options">The options where true is returned.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryRead(IQueryCollection query, string? agent, out WriteOptions options, out string reason)
    {
        var dryRun = query["dryRun"];
        var validation = (string?)query["fieldValidation"];
        var manager = (string?)query["fieldManager"];
        var given = !string.IsNullOrEmpty(manager);
        manager = given ? manager! : (agent ?? "").Split('/', ' ')[0] is { Length: > 0 } word ? word : "unknown";
        options = new WriteOptions
        {
            DryRun = dryRun.Count > 0 && dryRun[0]?.Length > 0,
            FieldManager = manager,
            ManagerGiven = given,
            FieldValidation = string.IsNullOrEmpty(validation) ? "Warn" : validation,
            Force = query["force"] is [.., "true" or "1" or ""],
        };
        reason = options switch
        {
            { DryRun: true } when !StringValues.Equals(dryRun, "All") => "dryRun: Unsupported value; supported: All",
            { FieldValidation: not ("Strict" or "Warn" or "Ignore") } =>
                "fieldValidation: Unsupported value; supported: Ignore, Warn, Strict",
            _ when manager.Length > Limits.FieldManagerLengthMax || manager.Any(char.IsControl) =>
                $"fieldManager: at most {Limits.FieldManagerLengthMax} printable characters",
            _ => "",
        };
        return reason.Length == 0;
    }
}
