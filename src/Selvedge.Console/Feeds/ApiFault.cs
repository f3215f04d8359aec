namespace Selvedge.Console.Feeds;

/// <summary>The API answered, but not with what was asked for.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">For people.</param>
internal sealed class ApiFault(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Whether the API does not let this token read.</summary>
    public bool Refused => Status is 401 or 403;

    /// <summary>Whether the API has no such collection: an older control plane.</summary>
    public bool Absent => Status == 404;
}
