using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Requests;

/// <summary>What the query of a list or watch says.</summary>
internal sealed record ListOptions
{
    /// <summary>Which labels.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Which fields.</summary>
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>Items in one page.</summary>
    public int Limit { get; init; } = Api.Limits.ListPageMax;

    /// <summary>For further pages: the list's revision.</summary>
    public long ContinueRevision { get; init; }

    /// <summary>For further pages: the namespace and name of the last item.</summary>
    public (string Namespace, string Name)? ContinueAfter { get; init; }

    /// <summary>The revision that was sent; null: none.</summary>
    public long? Revision { get; init; }

    /// <summary>Whether the list must be of exactly that revision.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether it is a watch.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether bookmarks are wanted.</summary>
    public bool Bookmarks { get; init; }

    /// <summary>Whether a watch begins with what there is, and a bookmark after it.</summary>
    public bool InitialEvents { get; init; }

    /// <summary>How long a watch lasts.</summary>
    public TimeSpan Timeout { get; init; } = Api.Limits.WatchDefault;

    /// <summary>For tables.</summary>
    public string IncludeObject { get; init; } = "Metadata";

    /// <summary>Reads the query.</summary>
    public static bool TryRead(ResourceKind kind, IQueryCollection query, out ListOptions options, out Answer? refusal)
    {
        options = new ListOptions();
        if (!LabelSelector.TryParse(query["labelSelector"], out var labels))
        {
            refusal = Refusals.BadRequest("unable to parse the label selector");
            return false;
        }

        if (!FieldSelector.TryParse(kind, query["fieldSelector"], out var fields, out var reason))
        {
            refusal = Refusals.BadRequest(reason);
            return false;
        }

        if (!TryNumber(query["limit"], out var limit) | !TryNumber(query["timeoutSeconds"], out var seconds)
            | !TryNumber(query["resourceVersion"], out var version))
        {
            refusal = Refusals.BadRequest("limit, timeoutSeconds and resourceVersion are whole numbers of 0 or more");
            return false;
        }

        if (!TryContinue(query["continue"], out var revision, out var after))
        {
            refusal = Refusals.BadRequest("the continue token is not one of this server");
            return false;
        }

        refusal = null;
        options = new ListOptions
        {
            Labels = labels,
            Fields = fields,
            Limit = limit is > 0 and < Api.Limits.ListPageMax ? (int)limit : Api.Limits.ListPageMax,
            ContinueRevision = revision,
            ContinueAfter = after,
            Revision = string.IsNullOrEmpty(query["resourceVersion"]) ? null : version,
            Exact = query["resourceVersionMatch"] == "Exact",
            Watch = IsTrue(query["watch"]),
            Bookmarks = IsTrue(query["allowWatchBookmarks"]),
            InitialEvents = IsTrue(query["sendInitialEvents"]),
            Timeout = seconds is null or 0 ? Api.Limits.WatchDefault
                : seconds > (long)Api.Limits.WatchMax.TotalSeconds ? Api.Limits.WatchMax
                : TimeSpan.FromSeconds(seconds.Value),
            IncludeObject = query["includeObject"].ToString() is "None" or "Object"
                ? query["includeObject"].ToString()
                : "Metadata",
        };
        return true;
    }

    /// <summary>The token that continues a list after an item.</summary>
    public static string Token(long revision, string space, string name) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(FormattableString.Invariant($"{revision} {space} {name}")));

    private static bool TryContinue(string? text, out long revision, out (string, string)? after)
    {
        revision = 0;
        after = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)
            || Encoding.UTF8.GetString(bytes, 0, length).Split(' ') is not [var number, var space, var name]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out revision))
        {
            return false;
        }

        after = (space, name);
        return true;
    }

    private static bool TryNumber(string? text, out long? number)
    {
        number = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return good;
    }

    private static bool IsTrue(string? text) => text is "true" or "1" or "True";
}
