namespace Selvedge.Console.Model;

/// <summary>Something that happened.</summary>
/// <param name="Key">Unique among events.</param>
/// <param name="At">When it happened last.</param>
/// <param name="Warning">True for type Warning.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">One sentence; may be empty.</param>
/// <param name="Kind">The kind of what it is about; may be empty.</param>
/// <param name="Subject">Its name; may be empty.</param>
/// <param name="Count">How often it happened.</param>
/// <param name="Seen">True where the console saw the change in a document, and the API told no event.</param>
internal sealed record EventView(
    string Key,
    DateTimeOffset At,
    bool Warning,
    string Reason,
    string Message,
    string Kind,
    string Subject,
    long Count,
    bool Seen);
