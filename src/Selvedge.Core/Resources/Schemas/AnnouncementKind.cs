using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Announcement</c>.</summary>
internal static class AnnouncementKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Announcement",
        Plural = "announcements",
        Singular = "announcement",
        ShortNames = ["ann"],
        Categories = ["selvedge"],
        HasStatus = true,
        MadeByControlPlane = true,
        Schema = CommonSchemas.Document(
            "A prefix at one location: whether it may be announced there, and whether it is. Written by the "
                + "control plane.",
            Optional("spec", Fields("What is decided.",
                Optional("prefix", Text("The Prefix.")),
                Optional("location", Text("The Location.")),
                Optional("allowed", Truth("Whether it may be announced.")),
                Optional("reason", Text("One CamelCase word why.")),
                Optional("detail", Text("One sentence, with the way out where it is refused.")))),
            Optional("status", Fields("What the nodes do.",
                Optional("desired", Text("Announced, Draining, Withdrawn, Refused or Unknown.")),
                Optional("observed", Whole("Neighbours that are told of it.", 0, int.MaxValue)),
                Optional("reason", Text("One CamelCase word why.")),
                Optional("detail", Text("One sentence.")),
                Optional("since", Text("Since when it is to be so.", TextFormat.Moment)),
                Optional("nodes", List("What each node does.", Fields("One node.",
                    Optional("node", Text("The node.")),
                    Optional("desired", Text("Announced, Draining, Withdrawn or Off.")),
                    Optional("reason", Text("One CamelCase word why.")),
                    Optional("detail", Text("One sentence.")),
                    Optional("observed", Whole("Neighbours that are told of it.", 0, int.MaxValue))).Opened())))
                .Opened())),
        Columns =
        [
            Columns.Value("Prefix", "The Prefix.", 0, "spec", "prefix"),
            Columns.Value("Location", "Where.", 0, "spec", "location"),
            Columns.Value("Allowed", "Whether it may be announced.", 0, "spec", "allowed"),
            Columns.Value("Desired", "What it is to be.", 0, "status", "desired"),
            Columns.Value("Observed", "Neighbours that are told of it.", 0, "status", "observed"),
            Columns.Value("Reason", "Why.", 0, "status", "reason"),
            Columns.Value("Detail", "Why, in one sentence.", 1, "status", "detail"),
            CommonSchemas.Age,
        ],
    };
}
