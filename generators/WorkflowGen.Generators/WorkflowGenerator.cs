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
                static (context, cancellation) => IsFirstPart(context)
                    ? WorkflowParser.Parse((INamedTypeSymbol)context.TargetSymbol, context.SemanticModel.Compilation, cancellation)
                    : null)
            .Where(static model => model is not null)
            .WithTrackingName(PipelineStages.Model);

        // The only thing that one workflow needs to know of the others. As good as always empty, so that what follows stays cached.
        var similarNames = models
            .Select(static (model, _) => HintName.Of(model!))
            .Collect()
            .Select(static (names, _) => HintName.Similar(names))
            .WithTrackingName(PipelineStages.SimilarNames);

        var sources = models
            .Combine(similarNames)
            .Select(static (pair, _) => GeneratedFile.Of(pair.Left!, pair.Right))
            .WithTrackingName(PipelineStages.Source);

        context.RegisterSourceOutput(sources, static (context, file) =>
        {
            if (file.Text.Length > 0)
                context.AddSource(file.HintName, SourceText.From(file.Text, s_utf8));
        });
    }

    // The attribute on several parts of a class is an error, but one class all the same. Which of them counts must not depend on the order of files.
    private static bool IsFirstPart(GeneratorAttributeSyntaxContext context)
    {
        var part = context.TargetNode;
        foreach (var attribute in context.TargetSymbol.GetAttributes())
        {
            if (attribute.ApplicationSyntaxReference is not { } other || !SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, context.Attributes[0].AttributeClass))
                continue;
            var order = string.CompareOrdinal(other.SyntaxTree.FilePath, part.SyntaxTree.FilePath);
            if (order < 0 || (order == 0 && other.Span.Start < part.SpanStart))
                return false;
        }
        return true;
    }
}
