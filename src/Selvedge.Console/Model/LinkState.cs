namespace Selvedge.Console.Model;

/// <summary>How the console's link to the API is.</summary>
internal enum LinkState
{
    /// <summary>Nothing was heard yet.</summary>
    Connecting,

    /// <summary>Every watch runs and the API answers.</summary>
    Live,

    /// <summary>The API is late, or a watch is being resumed.</summary>
    Behind,

    /// <summary>The API does not answer.</summary>
    Unreachable,

    /// <summary>The API refuses the console's token.</summary>
    Refused,
}
