using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using WorkflowGen.Generators.Emit;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Generators;

/// <summary>Writes the other half of every class marked [Workflow]. Reports nothing: the analyzers do, from the same model and graph.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WorkflowGenerator : IIncrementalGenerator
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "WorkflowGen.WorkflowAttribute",
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                static (context, cancellation) => WorkflowParser.Parse((INamedTypeSymbol)context.TargetSymbol, context.SemanticModel.Compilation, cancellation))
            .WithTrackingName(PipelineStages.Model);

        // The only thing that one workflow needs to know of the others. As good as always empty, so that what follows stays cached.
        var similarNames = models
            .Select(static (model, _) => HintName.Of(model))
            .Collect()
            .Select(static (names, _) => HintName.Similar(names))
            .WithTrackingName(PipelineStages.SimilarNames);

        var sources = models
            .Combine(similarNames)
            .Select(static (pair, _) => GeneratedFile.Of(pair.Left, pair.Right))
            .WithTrackingName(PipelineStages.Source);

        context.RegisterSourceOutput(sources, static (context, file) =>
        {
            if (file.Text.Length > 0)
                context.AddSource(file.HintName, SourceText.From(file.Text, s_utf8));
        });
    }
}
